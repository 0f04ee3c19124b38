"""What makes the pages an app on a phone: asset addresses now; worker, manifest and shells with the phone's pages."""
