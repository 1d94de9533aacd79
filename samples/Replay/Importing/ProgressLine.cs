using System.Globalization;

namespace Replay.Importing;

/// <summary>One line on the error stream that is written over and over; silent where nobody watches.</summary>
internal sealed class ProgressLine(TextWriter writer, int total, bool isWatched) : IProgress<int>
{
    private const int Width = 30;

    public void Report(int value)
    {
        if (!isWatched)
        {
            return;
        }

        var filled = total == 0 ? Width : (int)((long)value * Width / total);
        var bar = new string('█', filled) + new string('░', Width - filled);
        writer.Write(string.Create(CultureInfo.InvariantCulture, $"\r  {bar} {value:N0} of {total:N0} inputs"));
        if (value == total)
        {
            writer.Write('\r' + new string(' ', 79) + '\r');
        }
    }
}
