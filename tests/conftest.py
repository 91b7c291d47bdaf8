"""Nothing here knows a site: unit and static tests run without one."""
