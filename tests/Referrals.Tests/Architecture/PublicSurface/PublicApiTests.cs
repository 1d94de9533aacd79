namespace Referrals.Tests.Architecture.PublicSurface;

/// <summary>The public API of each package, approved like any other text: a change is a decision and gets a line in the changelog.</summary>
public sealed class PublicApiTests
{
    [Fact]
    public void Printer_writes_what_a_host_would_read() => Approvals.Verify(ApiPrinter.Print([typeof(ApiSample<>)]));
}
