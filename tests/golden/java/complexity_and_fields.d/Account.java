class Account {
    private int balance;
    private String owner;
    static int count;

    Account(String owner) {
        this.owner = owner;
    }

    void deposit(int amount) {
        if (amount > 0 && amount < 100)
            balance += amount;
        while (amount > 10)
            amount--;
        Runnable r = () -> { if (count > 0) count--; };
    }

    String describe(Account other) {
        switch (other.balance) {
        case 0:
        case 1:
            return "few";
        default:
        }
        try {
            return owner.trim();
        } catch (RuntimeException e) {
            return e == null ? "" : owner;
        }
    }

    int plain() {
        return 1;
    }
}
