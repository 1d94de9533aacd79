using Generator;

namespace Referrals.Samples.Tests.Generator;

public sealed class GeneratorTests
{
    [Fact]
    public void Shipped_data_are_what_the_generator_makes()
    {
        using var folder = new TemporaryFolder();
        ShopFiles.Write(new Shop(seed: 2025).Run(), folder.Path);

        var files = Directory.GetFiles(folder.Path);
        Assert.Equal(7, files.Length);
        Assert.All(files, static file => Assert.Equal(
            File.ReadAllText(TestTree.PathOf("samples", "Replay", "data", "lamps", Path.GetFileName(file))),
            File.ReadAllText(file)));
    }

    [Fact]
    public void Another_seed_makes_another_year()
    {
        Assert.NotEqual(new Shop(1).Run().Clicks.Count, new Shop(2).Run().Clicks.Count);
    }
}
