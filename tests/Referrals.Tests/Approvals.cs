using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;
using Xunit.Sdk;

namespace Referrals.Tests;

/// <summary>
/// Compares a text that people read with the approved one in <c>Type.Method[.suffix].verified.txt</c> beside the test.
/// </summary>
/// <remarks>
/// The file names and the way of working are those of Verify: on a mismatch the new text is left in
/// <c>….received.txt</c>; look at both, and rename the received file when the change is wanted.
/// Where many texts change at once, <c>APPROVALS=accept dotnet test</c> renames them all, and the diff is read in version control.
/// Line ends are compared and written as LF; blank lines at the end do not count.
/// </remarks>
internal static class Approvals
{
    private const int ContextLines = 3;
    private const int MaxReportedLines = 60;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static void Verify(
        string actual,
        [CallerFilePath] string sourceFile = "",
        [CallerMemberName] string method = "",
        string? suffix = null)
    {
        ArgumentNullException.ThrowIfNull(actual);
        var name = $"{Path.GetFileNameWithoutExtension(sourceFile)}.{method}" + (suffix is null ? "" : "." + suffix);
        var folder = TestTree.FolderOf(sourceFile);
        var verified = Path.Combine(folder, name + ".verified.txt");
        var received = Path.Combine(folder, name + ".received.txt");

        var text = Normalize(actual);
        var approved = File.Exists(verified) ? Normalize(File.ReadAllText(verified)) : null;
        if (approved == text)
        {
            File.Delete(received);
            return;
        }

        if (Environment.GetEnvironmentVariable("APPROVALS") == "accept")
        {
            File.Delete(received);
            File.WriteAllText(verified, text + "\n", Utf8);
            return;
        }

        File.WriteAllText(received, text + "\n", Utf8);
        throw new XunitException(approved is null
            ? $"There is no approved text for {name}. Read {received}, and rename it to {name}.verified.txt when it is right."
            : $"{name} is not the approved text. When the change is wanted, rename {received} to {name}.verified.txt.\n"
                + Difference(approved.Split('\n'), text.Split('\n')));
    }

    /// <summary>The first stretch that differs, in the manner of a unified diff.</summary>
    internal static string Difference(string[] approved, string[] actual)
    {
        var head = 0;
        while (head < approved.Length && head < actual.Length && approved[head] == actual[head])
        {
            head++;
        }

        var tail = 0;
        while (tail < Math.Min(approved.Length, actual.Length) - head && approved[^(tail + 1)] == actual[^(tail + 1)])
        {
            tail++;
        }

        var report = new StringBuilder();
        report.Append(CultureInfo.InvariantCulture, $"@@ line {head + 1} @@\n");
        Append(' ', approved[Math.Max(0, head - ContextLines)..head]);
        Append('-', approved[head..^tail]);
        Append('+', actual[head..^tail]);
        Append(' ', approved[^tail..Math.Min(approved.Length, approved.Length - tail + ContextLines)]);
        return report.ToString();

        void Append(char sign, string[] lines)
        {
            foreach (var line in lines.Take(MaxReportedLines))
            {
                report.Append(sign).Append(line).Append('\n');
            }

            if (lines.Length > MaxReportedLines)
            {
                report.Append(sign).Append(CultureInfo.InvariantCulture, $"... {lines.Length - MaxReportedLines} more lines\n");
            }
        }
    }

    private static string Normalize(string text) =>
        text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').TrimEnd('\n');
}
