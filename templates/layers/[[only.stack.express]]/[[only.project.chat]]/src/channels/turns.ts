/** One at a time on each channel, in the order in which they asked. */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<Result>(
    channel: string,
    work: () => Promise<Result>,
  ): Promise<Result> {
    const before = this.#last.get(channel) ?? Promise.resolve();
    const turn = before.then(work);
    const over = turn.catch(() => undefined);
    this.#last.set(channel, over);
    try {
      return await turn;
    } finally {
      if (this.#last.get(channel) === over) {
        this.#last.delete(channel);
      }
    }
  }
}
