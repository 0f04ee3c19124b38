// Prints the page by its button, which is there only where a script can do it.
const printButton = document.getElementById("print");
printButton.addEventListener("click", () => print());
printButton.hidden = false;
