get() { echo 1; }
put() { cat; }

x=$(get "$(get)")
y=`get`
get | put
get && put || get
diff <(get) <(put)
echo "text $(put) and ${x:-$(get)}"
cat <<EOF
$(put)
EOF
cat <<'EOF'
$(nothing)
EOF
