"""Teams: three and more partners that together can do something, and who is missing in one."""
