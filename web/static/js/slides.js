// Slides: the arrow keys turn the page, Escape leaves. Without this file the
// links on each slide do the same.
const stage = document.querySelector('.js-slides');
const slides = stage ? [...stage.querySelectorAll('.Slide')] : [];

function at() {
  return Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));
}

function show(n) {
  if (n >= 0 && n < slides.length) location.hash = slides[n].id;
}

const turns = { ArrowRight: 1, PageDown: 1, ' ': 1, ArrowLeft: -1, PageUp: -1 };

document.addEventListener('keydown', (event) => {
  if (!stage || event.altKey || event.ctrlKey || event.metaKey || event.target.closest('a, button, input') && event.key === ' ') return;
  if (event.key === 'Escape') {
    location.assign(stage.dataset.leave);
  } else if (event.key === 'Home') {
    show(0);
  } else if (event.key === 'End') {
    show(slides.length - 1);
  } else if (Object.hasOwn(turns, event.key)) {
    event.preventDefault();
    show(at() + turns[event.key]);
  }
});
