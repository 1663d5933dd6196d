"""Every property of every xenmgr object as a row of a table; the bus faces bind the tables."""
