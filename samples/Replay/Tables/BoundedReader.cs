using System.Globalization;
using System.Text;

namespace Replay.Tables;

/// <summary>
/// Reads lines, and refuses a line or a file that is longer than any export: a packed file of a few hundred kilobytes can hold gigabytes, and a
/// line without an end is read into memory whole.
/// </summary>
internal sealed class BoundedReader(TextReader reader, long maxCharacters = BoundedReader.MaxCharacters) : TextReader
{
    /// <summary>The longest line, in characters.</summary>
    internal const int MaxLineLength = 65_536;

    /// <summary>The most characters of a file, unpacked: about a million rows.</summary>
    internal const long MaxCharacters = 128L * 1024 * 1024;

    private readonly StringBuilder _line = new();
    private readonly char[] _buffer = new char[4_096];
    private int _next;
    private int _end;
    private long _characters;
    private bool _skipsLineFeed;

    /// <exception cref="InvalidDataException">The line or the file is too long.</exception>
    public override string? ReadLine()
    {
        _ = _line.Clear();
        while (true)
        {
            if (_next == _end && !Fill())
            {
                return _line.Length > 0 ? _line.ToString() : null;
            }

            var c = _buffer[_next++];
            if (_skipsLineFeed)
            {
                _skipsLineFeed = false;
                if (c == '\n')
                {
                    continue;
                }
            }

            if (c is '\n' or '\r')
            {
                _skipsLineFeed = c == '\r';
                return _line.ToString();
            }

            _ = _line.Length < MaxLineLength ? _line.Append(c) : throw new InvalidDataException(string.Create(
                CultureInfo.InvariantCulture, $"a line has more than {MaxLineLength:N0} characters"));
        }
    }

    private bool Fill()
    {
        (_next, _end) = (0, reader.Read(_buffer));
        _characters += _end;
        return _characters <= maxCharacters ? _end > 0 : throw new InvalidDataException(string.Create(
            CultureInfo.InvariantCulture, $"it has more than {maxCharacters:N0} characters, unpacked; split it by time"));
    }
}
