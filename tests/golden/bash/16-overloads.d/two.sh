say() { echo two; }
only() { echo two; }
