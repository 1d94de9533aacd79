using Referrals.Tests.Architecture;

namespace Referrals.Tests.Vocabulary.Ids;

public sealed class PartitionTests : ValueContract<Partition>
{
    private static readonly ProgramId Spring = ProgramId.From("spring");

    protected override Action<Partition>? RefusedUse => partition => _ = partition.Program.Value;

    protected override bool HasJsonForm => false;

    protected override IReadOnlyList<Partition> Samples() =>
    [
        Partition.Of(Spring),
        Partition.Of(TenantId.From("acme"), Spring),
        Partition.Of(TenantId.From("spring"), ProgramId.From("acme")),
    ];

    [Fact]
    public void Tenant_stands_before_the_program() =>
        Assert.Equal("acme/spring", Partition.Of(TenantId.From("acme"), Spring).ToString());

    [Fact]
    public void Host_without_tenants_writes_the_program_alone() => Assert.Equal("spring", Partition.Of(Spring).ToString());

    [Fact]
    public void Default_program_is_refused() =>
        Assert.Throws<ArgumentException>(() => Partition.Of(TenantId.From("acme"), default));

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("acme/")]
    [InlineData("/spring")]
    [InlineData("a/b/c")]
    [InlineData("acme spring")]
    public void Text_of_another_form_is_refused(string text)
    {
        var failure = Assert.Throws<FormatException>(() => Partition.Parse(text));

        Assert.Contains($"'{text}'", failure.Message, StringComparison.Ordinal);
    }
}
