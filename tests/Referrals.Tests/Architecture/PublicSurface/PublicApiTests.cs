using System.Reflection;
using Referrals.Tests.Architecture.Reading;

namespace Referrals.Tests.Architecture.PublicSurface;

/// <summary>The public API of each package, approved like any other text: a change is a decision and gets a line in the changelog.</summary>
public sealed class PublicApiTests
{
    public static TheoryData<string> Packages => [.. SourceTree.Packages];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Public_api_is_approved(string package) =>
        Approvals.Verify(ApiPrinter.Print(Assembly.Load(package)), suffix: package);

    [Fact]
    public void Printer_writes_what_a_host_would_read() => Approvals.Verify(ApiPrinter.Print([typeof(ApiSample<>)]));
}
