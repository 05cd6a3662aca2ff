// Dragging a card to another column with the mouse.

const TYPE = "application/x-task";

export function enableDragging(board, { onDrop }) {
  const over = (column) => {
    for (const each of board.children) each.classList.toggle("over", each === column);
  };
  const columnOf = (event) => event.dataTransfer.types.includes(TYPE) && event.target.closest(".column");

  board.addEventListener("dragstart", (event) => {
    const card = event.target.closest?.(".card");
    if (!card) return;
    event.dataTransfer.setData(TYPE, card.dataset.task);
    event.dataTransfer.effectAllowed = "move";
    card.classList.add("dragged");
  });
  board.addEventListener("dragover", (event) => {
    const column = columnOf(event);
    over(column);
    // Only a drop target prevents the default.
    if (column) event.preventDefault();
  });
  board.addEventListener("drop", (event) => {
    const column = columnOf(event);
    over(null);
    if (!column) return;
    event.preventDefault();
    onDrop(event.dataTransfer.getData(TYPE), column.dataset.status);
  });
  board.addEventListener("dragend", (event) => {
    over(null);
    event.target.classList.remove("dragged");
  });
}
