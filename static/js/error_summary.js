// A form that came back with errors: the focus goes to the list of them, and from a name in it into the field itself.

document.querySelector("[data-error-summary]")?.focus();
