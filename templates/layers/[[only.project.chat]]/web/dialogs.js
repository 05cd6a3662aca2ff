// Forms in dialogs.

for (const each of document.querySelectorAll("[data-close]")) {
  each.addEventListener("click", () => each.closest("dialog").close());
}

// `act(form)` runs on each submit, once at a time; the dialog shows its errors.
export function openForm(dialog, act) {
  const form = dialog.querySelector("form");
  const problem = dialog.querySelector(".problem");
  let isBusy = false;
  form.reset();
  problem.textContent = "";
  form.onsubmit = async (event) => {
    event.preventDefault();
    if (isBusy || !form.reportValidity()) return;
    isBusy = true;
    problem.textContent = "";
    try {
      await act(form);
    } catch (error) {
      problem.textContent = error.message;
    }
    isBusy = false;
  };
  dialog.showModal();
}
