using System.Runtime.CompilerServices;

namespace Bookshop.Tests;

/// <summary>The smallest snapshot tool: texts beside the tests, in files that are reviewed like code. SNAPSHOTS=accept writes them.</summary>
internal static class Snapshot
{
    internal static void Match(string actual, [CallerFilePath] string file = "", [CallerMemberName] string test = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(file)!, $"{Path.GetFileNameWithoutExtension(file)}.{test}.verified.txt");
        var text = actual.ReplaceLineEndings("\n").TrimEnd();
        if (Environment.GetEnvironmentVariable("SNAPSHOTS") == "accept")
        {
            File.WriteAllText(path, text);
        }

        Assert.True(File.Exists(path), $"There is no snapshot yet. Read the text, then run with SNAPSHOTS=accept:\n{text}");
        Assert.Equal(File.ReadAllText(path).ReplaceLineEndings("\n"), text);
    }
}
