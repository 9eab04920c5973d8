package util

func other() { Help() }
