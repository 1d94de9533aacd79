using System.Text;

namespace Referrals.Imports.Tests.Importing;

/// <summary>Files are read row by row, however many there are: memory does not grow with them, and progress is told.</summary>
public sealed class LargeFileTests
{
    private const int Rows = 100_000;
    private const int People = 500;

    [Fact]
    public async Task Memory_does_not_grow_with_the_rows()
    {
        var shop = new ImportShop();
        var start = GC.GetTotalMemory(forceFullCollection: true);
        long most = 0, told = 0;
        var progress = new Told(at =>
        {
            Assert.True(at.Rows > told);
            told = at.Rows;
            if (at.Rows % 20_000 == 0)
            {
                most = Math.Max(most, GC.GetTotalMemory(forceFullCollection: true) - start);
            }
        });
        await using var file = new RowStream(Rows, People);

        var report = await new ReferralImport(shop.Engine, ImportSource.Generic, ImportShop.Options()).CheckAsync(file, progress);

        Assert.Equal((Rows, Rows, 0), (report.Rows, report.Imported, report.SetAside));
        Assert.Equal(Rows, told);
        Assert.InRange(most, 1, 16 * 1024 * 1024);
    }

    [Fact]
    public async Task Closing_check_says_when_there_are_more_people_than_it_compares()
    {
        var options = ImportShop.Options();
        options.MaxPeople = 10;
        await using var file = new RowStream(40, 20);

        var report = await new ReferralImport(new ImportShop().Engine, ImportSource.Generic, options).RunAsync(file);

        Assert.Equal((10, 0, false), (report.Balances.Compared, report.Balances.Differing, report.Balances.IsComplete));
        Assert.False(report.IsClean);
    }

    private sealed class Told(Action<ImportProgress> tell) : IProgress<ImportProgress>
    {
        public void Report(ImportProgress value) => tell(value);
    }

    /// <summary>A file that is nowhere: each row is made when it is read.</summary>
    internal sealed class RowStream(int rows, int people) : Stream
    {
        private readonly MemoryStream _ready = Heading();
        private int _next;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_ready.Position == _ready.Length && _next < rows)
            {
                _ready.SetLength(0);
                for (var i = 0; i < 100 && _next < rows; i++, _next++)
                {
                    _ready.Write(Encoding.UTF8.GetBytes(Row(_next, people)));
                }

                _ready.Position = 0;
            }

            return _ready.Read(buffer, offset, count);
        }

        private static MemoryStream Heading()
        {
            var stream = new MemoryStream();
            stream.Write("reward_id,person_id,amount,unit,status,granted_at\n"u8);
            stream.Position = 0;
            return stream;
        }

        internal static string Row(int number, int people) => $"r{number},p{number % people},1.00,EUR,earned,2025-01-01T00:00:00Z\n";

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
