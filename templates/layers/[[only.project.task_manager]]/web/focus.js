// Keeps the focus at its task while lists are redrawn.

let lost = null;

// Redraws a list without moving the focus. A task may leave one list before it is drawn in another.
export function keepFocus(draw) {
  const active = document.activeElement;
  const { id, control } = (active === document.body ? lost : active?.dataset) ?? {};
  draw();
  lost = null;
  if (!id) return;
  const again = document.querySelector(`[data-id="${CSS.escape(id)}"][data-control="${CSS.escape(control)}"]`);
  if (!again) lost = { id, control };
  else if (again !== document.activeElement) again.focus({ preventScroll: true });
}
