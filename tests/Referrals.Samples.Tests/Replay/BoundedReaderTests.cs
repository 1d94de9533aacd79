using System.IO.Compression;
using Replay.Tables;

namespace Referrals.Samples.Tests.Replay;

/// <summary>A small packed file can hold gigabytes: neither a line nor a file is read beyond what an export can be.</summary>
public sealed class BoundedReaderTests
{
    [Theory]
    [InlineData("a\nb\r\nc\rd", new[] { "a", "b", "c", "d" })]
    [InlineData("\n\nx\n", new[] { "", "", "x" })]
    [InlineData("", new string[0])]
    public void Lines_are_those_of_the_text(string text, string[] lines)
    {
        using var reader = new BoundedReader(new StringReader(text));
        var read = new List<string>();
        while (reader.ReadLine() is { } line)
        {
            read.Add(line);
        }

        Assert.Equal(lines, read);
    }

    [Fact]
    public void Line_and_file_have_an_end()
    {
        using var line = new BoundedReader(new StringReader(new string('x', BoundedReader.MaxLineLength + 1)));
        using var file = new BoundedReader(new StringReader(string.Concat(Enumerable.Repeat("x\n", 9_000))), maxCharacters: 10_000);

        Assert.Throws<InvalidDataException>(() => line.ReadLine());
        Assert.Throws<InvalidDataException>(() =>
        {
            while (file.ReadLine() is not null)
            {
            }
        });
    }

    [Theory]
    [InlineData("orders.csv.gz")]
    [InlineData("orders.jsonl.gz")]
    public async Task Packed_line_without_an_end_is_a_clear_message(string name)
    {
        using var folder = new TemporaryFolder();
        var history = folder.CopyOf(ReplayRun.Corner);
        File.Delete(Path.Combine(history, "orders.csv"));
        await using (var packed = new GZipStream(File.Create(Path.Combine(history, name)), CompressionLevel.Optimal))
        {
            var zeros = new byte[1 << 20];
            Array.Fill(zeros, (byte)'0');
            for (var i = 0; i < 64; i++)
            {
                await packed.WriteAsync(zeros);
            }
        }

        var before = GC.GetTotalAllocatedBytes();
        var run = await ReplayRun.OfAsync(history, "--database", folder.Database);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("characters", run.Error, StringComparison.Ordinal);
        Assert.True(GC.GetTotalAllocatedBytes() - before < 200_000_000, "The line was read whole.");
    }
}
