def extra; end
