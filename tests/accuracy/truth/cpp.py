#!/usr/bin/python3
"""Truth maker for C++: c_family.py."""
import c_family

c_family.main()
