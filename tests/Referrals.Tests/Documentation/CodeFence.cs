namespace Referrals.Tests.Documentation;

/// <summary>A block of code in a Markdown file.</summary>
/// <param name="File">The file, from the root of the repository.</param>
/// <param name="Line">The line of its opening fence.</param>
/// <param name="Language">What stands behind the fence, such as <c>csharp</c>; empty for nothing.</param>
/// <param name="Lines">The code.</param>
internal sealed record CodeFence(string File, int Line, string Language, IReadOnlyList<string> Lines)
{
    /// <summary>A line that stands for left out code.</summary>
    private const string Ellipsis = "// ...";

    /// <summary>The code between ellipses, each stretch without blank lines around it and without its common indentation.</summary>
    public IEnumerable<IReadOnlyList<string>> Stretches
    {
        get
        {
            var stretch = new List<string>();
            foreach (var line in Lines.Append(Ellipsis))
            {
                if (line.Trim() != Ellipsis)
                {
                    stretch.Add(line);
                    continue;
                }

                if (Outdented(stretch) is { Count: > 0 } code)
                {
                    yield return code;
                }

                stretch = [];
            }
        }
    }

    /// <summary>All fences of a Markdown file.</summary>
    public static IEnumerable<CodeFence> ReadFrom(string path)
    {
        var file = Path.GetRelativePath(TestTree.Root, path).Replace('\\', '/');
        List<string>? open = null;
        var (start, language) = (0, "");
        foreach (var (line, number) in System.IO.File.ReadLines(path).Select((line, index) => (line, index + 1)))
        {
            if (!line.TrimStart().StartsWith("```", StringComparison.Ordinal))
            {
                open?.Add(line);
            }
            else if (open is null)
            {
                (open, start, language) = ([], number, line.Trim().Trim('`').Trim());
            }
            else
            {
                yield return new CodeFence(file, start, language, open);
                open = null;
            }
        }
    }

    /// <summary>Lines without the blank ones around them and without the indentation that all of them share.</summary>
    public static IReadOnlyList<string> Outdented(IReadOnlyList<string> lines)
    {
        var from = 0;
        var to = lines.Count;
        while (from < to && string.IsNullOrWhiteSpace(lines[from]))
        {
            from++;
        }

        while (to > from && string.IsNullOrWhiteSpace(lines[to - 1]))
        {
            to--;
        }

        var code = lines.Skip(from).Take(to - from).ToArray();
        var margin = code.Where(line => line.Trim().Length > 0).Select(line => line.Length - line.TrimStart().Length).DefaultIfEmpty().Min();
        return [.. code.Select(line => line.Length > margin ? line[margin..].TrimEnd() : "")];
    }
}
