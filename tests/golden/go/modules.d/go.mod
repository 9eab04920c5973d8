module example.org/app/v2

replace example.org/tool => ./third/tool
