#!/usr/bin/env bash
go() { :; }
go
