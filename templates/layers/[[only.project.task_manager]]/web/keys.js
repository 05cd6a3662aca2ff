// The board by keyboard: arrows go from card to card, with Shift they move the card.

const SIDEWAYS = { ArrowLeft: -1, ArrowRight: 1 };
const ALONG = { ArrowUp: -1, ArrowDown: 1 };

export function enableKeys(board, { onMove }) {
  board.addEventListener("keydown", (event) => {
    const isTitle = event.target.dataset.control === "title";
    const sideways = SIDEWAYS[event.key];
    const along = ALONG[event.key];
    if (!isTitle || !(sideways || along) || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const card = event.target.closest(".card");
    if (along) focusTitle(along > 0 ? card.nextElementSibling : card.previousElementSibling);
    else if (event.shiftKey) onMove(card.dataset.task, sideways);
    else focusTitle(neighbour(card, sideways));
  });
}

// The card at the same height in the next column that has any.
function neighbour(card, by) {
  const row = [...card.parentElement.children].indexOf(card);
  const next = by > 0 ? "nextElementSibling" : "previousElementSibling";
  let column = card.closest(".column")[next];
  while (column && !column.querySelector(".card")) column = column[next];
  const cards = column ? [...column.querySelectorAll(".card")] : [];
  return cards[Math.min(row, cards.length - 1)];
}

function focusTitle(card) {
  card?.querySelector(".title").focus();
}
