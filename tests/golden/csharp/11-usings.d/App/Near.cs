namespace App;

class Near
{
    public void Come() { }
}
