// A photo of a receipt from a phone has twelve million points; two thousand across are enough to read it, and go over a
// phone's network in a second. What the browser cannot draw is sent as it is: the server says what it takes.

const longestSide = 2_000;
const quality = 0.85;
/** Smaller files are not worth drawing anew. */
const smallBytes = 400_000;

export async function scaledPhoto(file: File): Promise<File> {
  if (!file.type.startsWith('image/')) return file;
  try {
    // As the camera was held.
    const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
    const scale = Math.min(1, longestSide / Math.max(picture.width, picture.height));
    const fits = scale === 1 && file.type !== 'image/heic';
    if (fits && file.size <= smallBytes) return file;
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    const drawing = canvas.getContext('2d');
    if (drawing === null) return file;
    // JPEG has no transparency.
    drawing.fillStyle = 'white';
    drawing.fillRect(0, 0, canvas.width, canvas.height);
    drawing.drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/jpeg', quality));
    if (blob === null || (fits && blob.size >= file.size)) return file;
    return new File([blob], `${file.name.replace(/\.[^.]+$/, '') || 'photo'}.jpg`, { type: 'image/jpeg' });
  } catch {
    return file;
  }
}
