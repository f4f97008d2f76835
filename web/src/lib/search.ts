// Only the newest question counts: those before it are aborted, and what they still answer is not told.

/// Asks once nothing more was asked for `pause` milliseconds.
export function newest<Q, A>(ask: (question: Q, signal: AbortSignal) => Promise<A>, tell: (answer: A, took: number) => void,
  failed: (error: unknown) => void, pause: number) {
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    clearTimeout(timer);
    running?.abort();
    running = undefined;
  };
  async function go(question: Q) {
    const mine = (running = new AbortController());
    const began = performance.now();
    try {
      const answer = await ask(question, mine.signal);
      if (mine === running) tell(answer, performance.now() - began);
    } catch (error) {
      if (mine === running) failed(error);
    }
  }
  return {
    stop,
    ask(question: Q) {
      stop();
      timer = setTimeout(() => go(question), pause);
    },
  };
}
