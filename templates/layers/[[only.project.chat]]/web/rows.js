// A list in which only changed rows are drawn anew: clicks and selections are not lost, and a screen reader reads what is new.

export class Rows {
  #rows = new Map();

  constructor(list) {
    this.list = list;
  }

  // Each row has a `key`, a `version` that changes with what it shows, and `draw()`, which creates its element.
  render(rows) {
    const drawn = rows.map(({ key, version, draw }) => {
      const row = this.#rows.get(key);
      return [key, row && row.version === version ? row : { version, node: draw() }];
    });
    this.#rows = new Map(drawn);
    const nodes = drawn.map(([, { node }]) => node);
    const kept = new Set(nodes);
    for (const each of [...this.list.children]) if (!kept.has(each)) each.remove();
    nodes.forEach((node, place) => {
      if (this.list.children[place] !== node) this.list.insertBefore(node, this.list.children[place] ?? null);
    });
  }
}
