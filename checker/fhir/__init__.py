"""How do other systems read and write it?"""
