SELECT touch() FROM users;
