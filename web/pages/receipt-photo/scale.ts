// A photo of a receipt from a phone has twelve million points; two thousand across are enough to read it, and go over a
// phone's network in a second. What the browser cannot draw is sent as it is: the server says what it takes.

const longestSide = 2_000;
/** Twice what a list shows, for screens with fine points. */
const thumbnailSide = 240;
const quality = 0.85;
/** Smaller files are not worth drawing anew. */
const smallBytes = 400_000;

export async function scaledPhoto(file: File): Promise<File> {
  if (!file.type.startsWith('image/')) return file;
  try {
    const picture = await pictureOf(file);
    const fits = Math.max(picture.width, picture.height) <= longestSide && file.type !== 'image/heic';
    if (fits && file.size <= smallBytes) return file;
    const blob = await drawn(picture, longestSide);
    if (blob === null || (fits && blob.size >= file.size)) return file;
    return new File([blob], `${file.name.replace(/\.[^.]+$/, '') || 'photo'}.jpg`, { type: 'image/jpeg' });
  } catch {
    return file;
  }
}

/** As small as a list shows it, so that thirty receipts do not fill the memory of a phone; as it is, where that fails. */
export async function thumbnailOf(file: File): Promise<Blob> {
  try {
    return (await drawn(await pictureOf(file), thumbnailSide)) ?? file;
  } catch {
    return file;
  }
}

/** As the camera was held. */
function pictureOf(file: File): Promise<ImageBitmap> {
  return createImageBitmap(file, { imageOrientation: 'from-image' });
}

async function drawn(picture: ImageBitmap, side: number): Promise<Blob | null> {
  const scale = Math.min(1, side / Math.max(picture.width, picture.height));
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  const drawing = canvas.getContext('2d');
  if (drawing === null) return null;
  // JPEG has no transparency.
  drawing.fillStyle = 'white';
  drawing.fillRect(0, 0, canvas.width, canvas.height);
  drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
}
