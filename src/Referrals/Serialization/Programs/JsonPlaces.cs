using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Referrals.Serialization;

/// <summary>Where in a text a JSON path leads, as an editor counts.</summary>
internal sealed class JsonPlaces
{
    private readonly byte[] _json;

    internal JsonPlaces(string json) => _json = Encoding.UTF8.GetBytes(json);

    /// <summary>
    /// The line and column, both from 1, of the member or element that a path names; where it is missing, of the innermost one around it that is there,
    /// and where the text is not valid JSON, of what cannot be read.
    /// </summary>
    internal (int Line, int Column) Of(string path)
    {
        var wanted = Steps(path);
        var (found, depth) = (0, 0);
        var open = new Stack<Around>();
        var reader = new Utf8JsonReader(_json, new JsonReaderOptions { MaxDepth = 64 });
        try
        {
            while (reader.Read())
            {
                switch (reader.TokenType)
                {
                    case JsonTokenType.EndObject or JsonTokenType.EndArray:
                        _ = open.Pop();
                        continue;
                    case JsonTokenType.PropertyName:
                        open.Peek().Step = reader.GetString()!;
                        break;
                    default:
                        open.TryPeek(out var around);
                        around?.Next();
                        break;
                }

                // A member is where its name is, an element where its value is; the value of a member has the place of its name already.
                if (reader.TokenType == JsonTokenType.PropertyName || open.TryPeek(out var list) && list.IsList)
                {
                    var reached = Matching(open, wanted);
                    (found, depth) = reached > depth ? ((int)reader.TokenStartIndex, reached) : (found, depth);
                }

                if (reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray)
                {
                    open.Push(new Around(reader.TokenType == JsonTokenType.StartArray));
                }
            }
        }
        catch (JsonException exception)
        {
            return depth > 0 && depth == wanted.Length ? At(found)
                : ((int)(exception.LineNumber ?? 0) + 1, (int)(exception.BytePositionInLine ?? 0) + 1);
        }

        return At(found);
    }

    /// <summary>How many steps of a path lead to where the reader is; 0 where it is elsewhere.</summary>
    private static int Matching(Stack<Around> open, string[] wanted)
    {
        if (open.Count > wanted.Length)
        {
            return 0;
        }

        var place = open.Count;
        foreach (var around in open)
        {
            if (wanted[--place] != around.Step)
            {
                return 0;
            }
        }

        return open.Count;
    }

    private (int Line, int Column) At(int offset)
    {
        var before = _json.AsSpan(0, offset);
        var start = before.LastIndexOf((byte)'\n') + 1;
        return (before.Count((byte)'\n') + 1, Encoding.UTF8.GetCharCount(before[start..]) + 1);
    }

    /// <summary>The steps of a path such as <c>$.incentives[0].flat</c>.</summary>
    private static string[] Steps(string path) =>
        path.Replace("[", ".", StringComparison.Ordinal).Replace("]", string.Empty, StringComparison.Ordinal).Split('.')[1..];

    private sealed class Around(bool isList)
    {
        private int _index = -1;

        internal bool IsList => isList;

        internal string Step { get; set; } = string.Empty;

        internal void Next()
        {
            if (isList)
            {
                Step = (++_index).ToString(CultureInfo.InvariantCulture);
            }
        }
    }
}
