class Thing { use(): void {} }
export default Thing;
