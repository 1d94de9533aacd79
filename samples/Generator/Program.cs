// Makes the data that comes with Replay: a year of a made-up shop. The same seed gives the same files, byte for byte.
// dotnet run --project samples/Generator -- samples/Replay/data/lamps
using Generator;

if (args.Length is < 1 or > 2)
{
    Console.Error.WriteLine("Usage: generator FOLDER [SEED]");
    return 2;
}

var seed = args.Length == 2 ? int.Parse(args[1], System.Globalization.CultureInfo.InvariantCulture) : 2025;
Directory.CreateDirectory(args[0]);
ShopFiles.Write(new Shop(seed).Run(), args[0]);
return 0;
