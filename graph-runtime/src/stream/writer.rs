use tokio::io::{AsyncWrite, AsyncWriteExt};

use super::ContentStream;
use crate::error::Error;

impl ContentStream {
    /// Writes what comes to a writer, a file say, and says how many bytes it was. One piece is in memory at a time.
    ///
    /// ```no_run
    /// # async fn example(download: graph_runtime::Download) -> Result<(), graph_runtime::Error> {
    /// let mut file = tokio::io::sink(); // `tokio::fs::File::create("report.docx").await?`
    /// let bytes = download.stream().await?.write_to(&mut file).await?;
    /// println!("{bytes} bytes");
    /// # Ok(()) }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of the stream; [`ErrorKind::Io`](crate::ErrorKind::Io) if the writer fails. What was written until then
    /// stays.
    pub async fn write_to<W: AsyncWrite + Unpin + ?Sized>(mut self, writer: &mut W) -> Result<u64, Error> {
        let operation = self.operation();
        let local = |source| Error::io(&operation, "failed to write the downloaded content", source);
        while let Some(piece) = self.next().await {
            writer.write_all(&piece?).await.map_err(local)?;
        }
        writer.flush().await.map_err(local)?;
        Ok(self.received())
    }
}
