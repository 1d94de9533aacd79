namespace Referrals.Tests.Programs.Terms;

/// <summary>The terms of the programs in the documentation and the samples, as customers read them.</summary>
public sealed class ProgramTermsTests
{
    public static TheoryData<string> Files => [.. TermsPrograms.Files];

    [Theory]
    [MemberData(nameof(Files))]
    public void Terms_read_well(string file) => Approvals.Verify(
        TermsPrograms.Both(TermsPrograms.Read(file), TermsPrograms.Words), suffix: Path.GetFileNameWithoutExtension(file));

    [Fact]
    public void Terms_of_the_quickstart_read_well() => Approvals.Verify(TermsPrograms.Both(TermsPrograms.Quickstart, TermsPrograms.Words));
}
