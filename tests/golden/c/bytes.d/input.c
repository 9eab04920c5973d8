int größe(void)
{
	return 1;
}

// doc
int 数(void)
{
	return größe();
}

int last(void) { return "��"[0]; }
