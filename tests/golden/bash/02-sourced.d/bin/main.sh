#!/bin/bash
. ./near.sh
source "$(dirname "$0")/../lib/util.sh"
. "$HOME"

near
util
deep
other
