void text_clear(char *text)
{
    *text = 0;
}
