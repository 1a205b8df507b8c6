-- Replays recorded requests in a random order of its own: one line each, METHOD TAB ADDRESS TAB BODY.
local requests, at = {}, 0

function init(args)
  for line in io.lines(args[1]) do
    local method, address, body = line:match("^(%u+)\t([^\t]+)\t(.*)$")
    local headers = { ["Sec-Fetch-Site"] = "same-origin", ["Accept-Language"] = "en", ["Accept-Encoding"] = "gzip" }
    if method == "POST" then headers["Content-Type"] = "application/x-www-form-urlencoded" end
    requests[#requests + 1] = wrk.format(method, address, headers, body ~= "" and body or nil)
  end
  math.randomseed(7)
end

function request()
  return requests[math.random(#requests)]
end

function done(summary, latency)
  local errors = summary.errors
  io.write(string.format("figures %d %d %d %d %d %d %d\n", summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(99), latency:percentile(99.9),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
