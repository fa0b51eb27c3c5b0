using System.Runtime.CompilerServices;
using TikTokFollowing.Checkpoints;

namespace TikTokFollowing.Tests.Support;

/// <summary>What a kill at this moment would leave of a checkpoint file: its bytes, read past its lock.</summary>
internal static class Journal
{
    public static byte[] BytesOf(CheckpointFile checkpoint)
    {
        FileStream file = FileOf(checkpoint);
        byte[] bytes = new byte[file.Length];
        Assert.Equal(bytes.Length, RandomAccess.Read(file.SafeFileHandle, bytes, 0));
        return bytes;
    }

    public static long LengthOf(CheckpointFile checkpoint) => FileOf(checkpoint).Length;

    /// <summary>Lets the next write stop half-way, as on a full disk; later ones work again.</summary>
    public static void FillTheDisk(CheckpointFile checkpoint)
    {
        ref FileStream file = ref FileOf(checkpoint);
        file = new FullDisk(file) { Position = file.Length };
    }

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_file")]
    private static extern ref FileStream FileOf(CheckpointFile checkpoint);

    private sealed class FullDisk(FileStream file) : FileStream(file.SafeFileHandle, FileAccess.ReadWrite, bufferSize: 1)
    {
        private bool _hasFailed;

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (_hasFailed)
            {
                base.Write(buffer);
                return;
            }

            _hasFailed = true;
            base.Write(buffer[..(buffer.Length / 2)]);
            throw new IOException("No space left on device");
        }
    }
}
