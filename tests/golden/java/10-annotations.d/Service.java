package audit;

@Audited("service")
@SuppressWarnings({"unchecked", "raw"})
public final class Service {
    @Audited
    private int field;

    @Deprecated
    @Audited(value = "m", levels = {})
    public void run(@Audited int p) {
    }
}
