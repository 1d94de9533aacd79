namespace Referrals.Browser.Tests;

/// <summary>A test in a real browser. It is skipped where there is none; the full verification installs one and counts a skipped test as failed.</summary>
public sealed class BrowserFactAttribute : FactAttribute
{
    public BrowserFactAttribute() => Skip = Chromium.Path is null ? "Chromium is not installed." : null;
}

internal static class Chromium
{
    /// <summary>The first of the usual places where there is one.</summary>
    internal static string? Path { get; } = Array.Find(["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"], File.Exists);
}
