using System.Text;

namespace Referrals.Tests.Documentation.Snippets;

/// <summary>
/// Collects what a snippet prints. The console is one for all tests, which run side by side, so each line goes to the test that prints it, and
/// what is printed outside of one goes to the console.
/// </summary>
internal sealed class PrintedText : TextWriter
{
    private static readonly AsyncLocal<StringBuilder?> Current = new();
    private static readonly PrintedText Installed = Install(Console.Out);

    private readonly TextWriter _console;

    private PrintedText(TextWriter console) => _console = console;

    public override Encoding Encoding => _console.Encoding;

    /// <summary>From here on, what the calling test prints is added to the answer.</summary>
    public static StringBuilder OfThisTest()
    {
        ArgumentNullException.ThrowIfNull(Installed);
        return Current.Value = new StringBuilder();
    }

    public override void Write(char value)
    {
        if (Current.Value is { } text)
        {
            text.Append(value);
        }
        else
        {
            _console.Write(value);
        }
    }

    private static PrintedText Install(TextWriter console)
    {
        var printed = new PrintedText(console);
        Console.SetOut(printed);
        return printed;
    }
}
