/** Tells once when an element comes near the viewport. */
import type { Attachment } from 'svelte/attachments';

/** A screen ahead, so that a figure is there when it is scrolled to. */
const MARGIN = '600px';

export function whenNear(reached: () => void): Attachment {
  return (element) => {
    const observer = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        observer.disconnect();
        reached();
      },
      { rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  };
}
