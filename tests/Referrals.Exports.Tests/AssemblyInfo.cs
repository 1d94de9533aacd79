// The test of memory measures the whole process.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
