"""The pages of stories: for everybody, for who is asked about one, for staff, and for partners who write."""
