pub fn from_glob() {}
