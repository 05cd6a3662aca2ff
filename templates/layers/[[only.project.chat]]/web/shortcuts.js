// Alt and an arrow key go to the previous or the next room.

const STEPS = { ArrowUp: -1, ArrowDown: 1 };

export function enableRoomKeys(step) {
  document.addEventListener("keydown", (event) => {
    const by = STEPS[event.key];
    if (!by || !event.altKey || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    step(by);
  });
}
