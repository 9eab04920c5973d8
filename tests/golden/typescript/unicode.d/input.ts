interface Übung { lösen(): void }
/** ✓ */
export class 猫 implements Übung {
    lösen(): void { this.$_(); }
    $_ = (): void => {};
}
